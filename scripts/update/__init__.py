"""What is generated for the documents, one program each.

docs            tables of docs/ODD.md from the code
claims          the claims tried again: results/claims, their figures, docs/claims.md
figures         the published limits, the Xiaomi case, the sweeps
lessons         what the lessons' programs print and draw
screenshots     the page
class_pictures  a class
pictures        how pictures are made light
"""
