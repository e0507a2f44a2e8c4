package io.vivarium.kernel.admin;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The four-letter words: how each is answered, and whether it is while nobody is served. */
enum Word {
  CONF("conf", Needs.SERVING),
  CONS("cons", Needs.SERVING),
  CRST("crst", Needs.SERVING),
  DIRS("dirs", Needs.SERVING),
  DUMP("dump", Needs.SERVING),
  ENVI("envi", Needs.NOTHING),
  GTMK("gtmk", Needs.NOTHING),
  HASH("hash", Needs.SERVING),
  ISRO("isro", Needs.NOTHING),
  MNTR("mntr", Needs.SERVING),
  RUOK("ruok", Needs.NOTHING),
  SRST("srst", Needs.SERVING),
  SRVR("srvr", Needs.SERVING),
  STAT("stat", Needs.SERVING),
  STMK("stmk", Needs.NOTHING),
  WCHC("wchc", Needs.SERVING),
  WCHP("wchp", Needs.SERVING),
  WCHS("wchs", Needs.SERVING);

  private enum Needs {
    SERVING,
    NOTHING
  }

  private static final Map<Integer, Word> BY_CODE = new HashMap<>();

  static {
    for (Word word : values()) {
      BY_CODE.put(word.code, word);
    }
  }

  private final String text;
  private final int code;
  private final Needs needs;

  Word(String text, Needs needs) {
    this.text = text;
    this.code = codeOf(text);
    this.needs = needs;
  }

  /** The word with these four bytes, or null. */
  static @Nullable Word of(int code) {
    return BY_CODE.get(code);
  }

  /** The word of this text, or null. */
  static @Nullable Word named(String text) {
    return text.length() == 4 ? of(codeOf(text)) : null;
  }

  /** The word itself. */
  String text() {
    return text;
  }

  /** Its four bytes, the first letter highest: the length that a frame starting so would have. */
  int code() {
    return code;
  }

  /** Bytes that follow the word. */
  int argumentLength() {
    return this == STMK ? Long.BYTES : 0;
  }

  /** Whether the answer grows with watches or ephemerals, which clients make as they like. */
  boolean isLarge() {
    return this == DUMP || this == WCHC || this == WCHP;
  }

  /** Whether answering may take long: it grows with what clients do, asks plugins, or looks at the disk. */
  boolean isSlow() {
    return switch (this) {
      case CONF, CONS, DIRS, DUMP, MNTR, STAT, WCHC, WCHP, WCHS -> true;
      case CRST, ENVI, GTMK, HASH, ISRO, RUOK, SRST, SRVR, STMK -> false;
    };
  }

  /** Writes the answer. */
  void answer(Question question, Answer answer) {
    if (needs == Needs.SERVING && !question.server().standing().serving()) {
      answer.add("This ZooKeeper instance is not currently serving requests");
      // In ZooKeeper this one answer has no line end, and scripts compare whole answers.
      answer.add(this == HASH ? "" : "\n");
    } else {
      write(question, answer);
    }
  }

  private void write(Question question, Answer answer) {
    switch (this) {
      case CONF -> ConfigurationWords.conf(question, answer);
      case CONS -> ConnectionWords.cons(question, answer);
      case CRST -> ConnectionWords.crst(question, answer);
      case DIRS -> ConfigurationWords.dirs(question, answer);
      case DUMP -> SessionWords.dump(question, answer);
      case ENVI -> ConfigurationWords.envi(question, answer);
      case GTMK -> TraceWords.gtmk(question, answer);
      case HASH -> StatusWords.hash(question, answer);
      case ISRO -> StatusWords.isro(question, answer);
      case MNTR -> StatusWords.mntr(question, answer);
      case RUOK -> StatusWords.ruok(question, answer);
      case SRST -> StatusWords.srst(question, answer);
      case SRVR -> StatusWords.srvr(question, answer);
      case STAT -> StatusWords.stat(question, answer);
      case STMK -> TraceWords.stmk(question, answer);
      case WCHC -> WatchWords.wchc(question, answer);
      case WCHP -> WatchWords.wchp(question, answer);
      case WCHS -> WatchWords.wchs(question, answer);
    }
  }

  private static int codeOf(String text) {
    int code = 0;
    for (byte letter : text.getBytes(StandardCharsets.US_ASCII)) {
      code = code << 8 | (letter & 0xff);
    }
    return code;
  }
}
