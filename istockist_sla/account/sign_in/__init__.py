"""Signing in by a code that is sent by e-mail, or by a link that an operator made.

A code is asked for by a person who may be anybody (`asking`), made when its letter is sent, and
guessed at (`guessing`). What an answer says never depends on whether the address is known. After a
right code allauth goes on with the second factor and the session.

Direction of imports: codes < guessing; asking, links and forms stand alone.
"""
