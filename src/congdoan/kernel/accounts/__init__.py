"""Users, sign-in, second factors, sessions, invitations."""
