"""Every rule seen to pass, to fail, to stay quiet and to say that it cannot tell."""
