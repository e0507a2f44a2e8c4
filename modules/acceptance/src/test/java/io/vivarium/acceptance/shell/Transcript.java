package io.vivarium.acceptance.shell;

/** What a run of zkCli has printed, without what no two runs have in common. */
final class Transcript {
  private Transcript() {}

  /** Without prompts, dates, ids and events, which come when they come. */
  static String normal(String text) {
    return text.replaceAll("\\[zk: \\S+?\\(\\w+\\) \\d+] ?", "")
        .replaceAll("\\w{3} \\w{3} \\d\\d \\d\\d:\\d\\d:\\d\\d \\w+ \\d{4}", "DATE")
        .replaceAll("(?m)Zxid = 0x[1-9a-f][0-9a-f]*$", "Zxid = 0xN")
        .replaceAll("ephemeralOwner = 0x[1-9a-f][0-9a-f]{9,}", "ephemeralOwner = 0xS")
        .replaceAll("org\\.apache\\.commons\\.cli\\.\\w+: ", "")
        .replaceAll("(?m)^\t(export|follow|help|import|tree) .*\n", "")
        .replaceAll("(?m)^JLine support is .*\n", "")
        .replaceAll("(?m)^(WARNING: |.* org\\.jline\\.).*\n", "")
        .replaceAll("(?m)^(WATCHER::|WatchedEvent .*)\n", "")
        .replaceAll("(?m)[ \t]+$", "")
        .replaceAll("\n+", "\n")
        .strip();
  }
}
