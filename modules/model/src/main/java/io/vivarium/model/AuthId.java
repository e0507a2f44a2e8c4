package io.vivarium.model;

/**
 * An identity that a connection has proved (or, for {@code ip}, simply has).
 *
 * @param scheme authentication scheme
 * @param id identity within the scheme; for {@code super} it is empty
 */
public record AuthId(String scheme, String id) {}
