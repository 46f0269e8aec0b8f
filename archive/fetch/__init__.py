"""The web: the only place that uses the network.

    guard      URL → checked addresses: nothing but public ones, whatever the name or number in the URL says
    _wire      a connection to the very address that was checked, with one deadline for all of it
    _decoding  Content-Encoding, with a cap
    web        one page: redirects, each checked anew, caps on size, time and type
    chat       one question to a language model, which alone carries a key; no redirects

What comes from there is hostile. No proxy, cookie, password or other thing of the environment is used, and every
failure is errors.NotFetched, whose code says what it was.
"""
