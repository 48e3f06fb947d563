"""What was said in a voice note: speech to text behind one small port (ports.py)."""
