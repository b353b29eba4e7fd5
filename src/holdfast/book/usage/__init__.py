"""Reports of usage of a book; those of a workspace are in holdfast.book.board.usage."""
