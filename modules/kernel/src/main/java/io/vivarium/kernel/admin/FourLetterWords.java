package io.vivarium.kernel.admin;

import java.time.ZoneId;
import java.util.concurrent.Semaphore;

/**
 * ZooKeeper's four-letter words for the connections of one listener. A connection that has not begun a handshake may start with
 * four letters instead of a frame length; the connection code asks here:
 *
 * <ol>
 *   <li>{@link #isWord} about the first four bytes, read as a length. No legal frame is that long.
 *   <li>{@link #frameLength} for how many bytes belong to the word. What follows them is ignored.
 *   <li>{@link #answer} for the text to send, in ASCII-compatible UTF-8, after which the connection is closed even if the peer
 *       has already closed its side. Where {@link #isSlow}, it is better asked for away from the I/O thread.
 * </ol>
 *
 * <p>Any thread may call; no method locks anything that requests use. An answer is cut off at {@value #MAX_ANSWER} characters.
 * Of the words whose answers grow with what clients do ({@code dump wchc wchp}), at most {@value #MAX_LARGE} are answered at the
 * same time per listener, the others are told to come back: otherwise asking often would be enough to keep a server busy
 * (CVE-2017-5637).
 */
public final class FourLetterWords {
  /** Characters of an answer after which the rest is left out. */
  static final int MAX_ANSWER = 8 * 1024 * 1024;

  /** How many large answers are produced at the same time. */
  static final int MAX_LARGE = 2;

  /** What telnet sends when its user interrupts it: answered with nothing. */
  private static final int TELNET_CLOSE = 0xfff4fffd;

  private final ServerView server;
  private final ServerView.Listener listener;
  private final Whitelist whitelist;
  private final ZoneId zone;
  private final int maxAnswer;
  private final Semaphore large = new Semaphore(MAX_LARGE);

  /**
   * The words for one listener of a server.
   *
   * @param allowed which are answered, as {@code 4lw.commands.whitelist} has it
   * @param readOnlyMode whether {@code readonlymode.enabled} is on: clients need {@code isro} then
   */
  public FourLetterWords(
      ServerView server, ServerView.Listener listener, String allowed, boolean readOnlyMode) {
    this(server, listener, Whitelist.of(allowed, readOnlyMode));
  }

  FourLetterWords(ServerView server, ServerView.Listener listener, Whitelist whitelist) {
    this(server, listener, whitelist, ZoneId.systemDefault(), MAX_ANSWER);
  }

  FourLetterWords(
      ServerView server,
      ServerView.Listener listener,
      Whitelist whitelist,
      ZoneId zone,
      int maxAnswer) {
    this.server = server;
    this.listener = listener;
    this.whitelist = whitelist;
    this.zone = zone;
    this.maxAnswer = maxAnswer;
  }

  /** Whether a connection that starts with these four bytes, the first one highest, asks a word, allowed or not. */
  public boolean isWord(int firstFourBytes) {
    return firstFourBytes == TELNET_CLOSE || Word.of(firstFourBytes) != null;
  }

  /** Bytes of the word and its argument: 4, or 12 for {@code stmk} where it is allowed. */
  public int frameLength(int word) {
    Word known = Word.of(word);
    return known == null || !whitelist.allows(known)
        ? Integer.BYTES
        : Integer.BYTES + known.argumentLength();
  }

  /** Whether answering may take milliseconds, as it walks many objects, asks plugins or looks at the disk. */
  public boolean isSlow(int word) {
    Word known = Word.of(word);
    return known != null && whitelist.allows(known) && known.isSlow();
  }

  /** The word as text, for the log. */
  public String name(int word) {
    Word known = Word.of(word);
    return known == null ? "telnet close" : known.text();
  }

  /**
   * Answers a word.
   *
   * @param word for which {@link #isWord} is true
   * @param argument the eight bytes after it as a big-endian number; 0 for words without
   * @return all that is to be sent, possibly nothing
   */
  public String answer(int word, long argument) {
    Word known = Word.of(word);
    if (known == null) {
      return "";
    }
    if (!whitelist.allows(known)) {
      return known.text() + " is not executed because it is not in the whitelist.\n";
    }
    return known.isLarge() ? answerOneOfFew(known, argument) : answerNow(known, argument);
  }

  private String answerOneOfFew(Word word, long argument) {
    if (!large.tryAcquire()) {
      return word.text()
          + " is not executed because "
          + MAX_LARGE
          + " large answers are being produced; try again.\n";
    }
    try {
      return answerNow(word, argument);
    } finally {
      large.release();
    }
  }

  private String answerNow(Word word, long argument) {
    Answer answer = new Answer(maxAnswer);
    word.answer(new Question(server, listener, argument, zone), answer);
    return answer.done();
  }
}
