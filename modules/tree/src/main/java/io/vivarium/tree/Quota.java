package io.vivarium.tree;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The limits on a subtree and what it uses. A limit of −1 is none; a usage of −1 means that the node that keeps the count is
 * missing, so that nothing is counted nor refused.
 *
 * @param prefix path of the subtree's top
 * @param count soft limit on nodes
 * @param bytes soft limit on bytes of data
 * @param countHard hard limit on nodes
 * @param bytesHard hard limit on bytes of data
 * @param usedCount nodes in the subtree, its top included
 * @param usedBytes bytes of data in the subtree
 */
public record Quota(
    String prefix,
    long count,
    long bytes,
    long countHard,
    long bytesHard,
    long usedCount,
    long usedBytes) {

  /** How a change stands to the limits. */
  public enum Verdict {
    WITHIN,
    /** Over a soft limit, which only deserves a line in the log. */
    SOFT_EXCEEDED,
    HARD_EXCEEDED
  }

  static Quota of(String prefix, byte[] limits, int offset, int length) {
    String text = new String(limits, offset, length, StandardCharsets.UTF_8);
    return new Quota(
        prefix,
        number(text, "count"),
        number(text, "bytes"),
        number(text, "countHardLimit"),
        number(text, "byteHardLimit"),
        -1,
        -1);
  }

  /** With the usage that the text of a usage node tells. */
  Quota withUsage(byte[] usage, int offset, int length) {
    String text = new String(usage, offset, length, StandardCharsets.UTF_8);
    return withUsage(Math.max(0, number(text, "count")), Math.max(0, number(text, "bytes")));
  }

  Quota withUsage(long nodes, long dataBytes) {
    return new Quota(prefix, count, bytes, countHard, bytesHard, nodes, dataBytes);
  }

  /** The limit on nodes that counts: the hard one where there is one. */
  public long countLimit() {
    return countHard > -1 ? countHard : count;
  }

  /** The limit on bytes of data that counts: the hard one where there is one. */
  public long bytesLimit() {
    return bytesHard > -1 ? bytesHard : bytes;
  }

  /** Whether usage is being counted. */
  public boolean tracked() {
    return usedCount >= 0;
  }

  /** The text that the usage node holds. */
  static byte[] usageText(long nodes, long dataBytes) {
    return String.format(Locale.ROOT, "count=%d,bytes=%d", nodes, dataBytes)
        .getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * How a change stands to the limits, given committed usage. Nodes are looked at only when one is added, bytes only when their
   * number changes; a hard limit stands in for the soft one.
   */
  public Verdict judge(long moreNodes, long moreBytes) {
    if (!tracked()) {
      return Verdict.WITHIN;
    }
    Verdict byCount =
        moreNodes > 0 ? judge(usedCount + moreNodes, count, countHard) : Verdict.WITHIN;
    Verdict byBytes =
        moreBytes != 0 ? judge(usedBytes + moreBytes, bytes, bytesHard) : Verdict.WITHIN;
    return byCount.compareTo(byBytes) > 0 ? byCount : byBytes;
  }

  private static Verdict judge(long used, long soft, long hard) {
    if (hard > -1) {
      return used > hard ? Verdict.HARD_EXCEEDED : Verdict.WITHIN;
    }
    return soft > -1 && used > soft ? Verdict.SOFT_EXCEEDED : Verdict.WITHIN;
  }

  /** The number of {@code key} in a text like {@code count=3,bytes=20=;byteHardLimit=40}; −1 when there is none. */
  private static long number(String text, String key) {
    for (String part : text.split("[,;]", -1)) {
      String[] pair = part.split("=", 3);
      if (pair.length >= 2 && pair[0].strip().equals(key)) {
        try {
          return Long.parseLong(pair[1].strip());
        } catch (NumberFormatException e) {
          // Clients write these nodes as they like; what is no number is no limit.
          return -1;
        }
      }
    }
    return -1;
  }
}
