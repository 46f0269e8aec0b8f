filedesc://kerrow.arc 0.0.0.0 20050314080000 text/plain 80
1 0 An-Invented-Crawler
URL IP-address Archive-date Content-type Archive-length

http://fanal.example/barrage 192.0.2.9 20050314080001 text/html 69
HTTP/1.0 200 OK
Content-Type: text/html

<p>Le barrage a cédé.</p>
