"""SMS providers behind one interface; ``services/sms.py`` is their only caller."""
