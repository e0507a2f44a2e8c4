package io.vivarium.kernel.admin;

import java.time.ZoneId;

/**
 * What a word needs to be answered.
 *
 * @param server whom it is put to
 * @param listener where it came in
 * @param argument the eight bytes after the word, for those that have them
 * @param zone in which times are written
 */
record Question(ServerView server, ServerView.Listener listener, long argument, ZoneId zone) {}
