package io.vivarium.tools.backup;

/**
 * Bytes that are kept in a backup, named by what they are.
 *
 * @param length how many
 * @param sha256 their SHA-256 in hexadecimal
 */
record Piece(long length, String sha256) {}
