"""What people do with an archive, one verb a file, one public function each; the front door offers them as methods.

Each takes the opened archive first and gives back frozen values. None prints, asks, or reads the environment.
"""
