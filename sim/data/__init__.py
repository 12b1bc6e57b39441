"""Data carried with the program, up to June 2025, and their readers; see README.md beside them.

titles        the hot-search board: titles a day by entity, new titles by class
events        the dated events of the named cases
cars          cars sold, delivered, and in fatal crashes
checked_csv   how a file is read: strictly, a fault told with its name and line
"""
