"""May this message leave, in which words, and did it?"""
