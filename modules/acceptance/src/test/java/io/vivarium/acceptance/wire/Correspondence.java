package io.vivarium.acceptance.wire;

import io.vivarium.acceptance.wire.Field.Meaning;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the values of the recorded run go over into those of this run. The volatile fields are these, and no others:
 *
 * <ul>
 *   <li>a zxid: equal ones stay equal, and their order is kept;
 *   <li>a session id: one to one; its password with it;
 *   <li>a time: 0 stays 0, anything else lies between the beginning of this run and now.
 * </ul>
 */
final class Correspondence {
  private static final long CLOCK_TOLERANCE_MS = 2_000;

  private final TreeMap<Long, Long> zxids = new TreeMap<>();
  private final Map<Long, Long> sessions = new HashMap<>();
  private final Map<Long, byte[]> recordedPasswords = new HashMap<>();
  private final Map<Long, byte[]> passwords = new HashMap<>();
  private final long begun = System.currentTimeMillis();

  Correspondence() {
    sessions.put(0L, 0L);
  }

  /** A session that was opened in this run in the place of a recorded one. */
  void session(long recorded, long live) {
    sessions.put(recorded, live);
  }

  /** Remembers both passwords of a session. */
  void passwords(long recordedSession, byte[] recorded, byte[] live) {
    recordedPasswords.put(recordedSession, recorded);
    passwords.put(recordedSession, live);
  }

  /** The live session id for a recorded one. */
  long liveSession(long recorded) {
    return sessions.getOrDefault(recorded, recorded);
  }

  /** The live password for what the recorded client sent; a wrong password stays wrong in the same bits. */
  byte[] livePassword(long recordedSession, byte[] recorded) {
    byte[] right = recordedPasswords.get(recordedSession);
    byte[] result = recorded.clone();
    if (right != null && right.length == recorded.length) {
      byte[] live = passwords.get(recordedSession);
      for (int i = 0; i < result.length; i++) {
        result[i] ^= (byte) (right[i] ^ live[i]);
      }
    }
    return result;
  }

  /** The live zxid for a recorded one; one from the future stays there. */
  long liveZxid(long recorded) {
    if (recorded <= 0 || zxids.isEmpty() || recorded > zxids.lastKey()) {
      return recorded;
    }
    Map.Entry<Long, Long> floor = zxids.floorEntry(recorded);
    return floor == null ? recorded : floor.getValue();
  }

  /** What differs between a recorded frame and the one received in its place; empty when nothing does. */
  List<String> differences(List<Field> recorded, List<Field> live, boolean looseZxid) {
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < Math.max(recorded.size(), live.size()); i++) {
      if (i >= live.size()) {
        differences.add("ZooKeeper also sends " + recorded.get(i));
      } else if (i >= recorded.size()) {
        differences.add("only this server sends " + live.get(i));
      } else {
        compare(recorded.get(i), live.get(i), looseZxid, differences);
      }
    }
    return differences;
  }

  private void compare(Field recorded, Field live, boolean looseZxid, List<String> differences) {
    boolean same =
        recorded.name().equals(live.name())
            && switch (recorded.meaning()) {
              case EXACT -> recorded.value().equals(live.value());
              case ZXID -> zxidFits((Long) recorded.value(), (Long) live.value(), looseZxid);
              case TIME -> timeFits((Long) recorded.value(), (Long) live.value());
              case SESSION -> sessionFits((Long) recorded.value(), (Long) live.value());
              case PASSWORD ->
                  live.value().toString().length() == recorded.value().toString().length();
            };
    if (!same) {
      String known =
          recorded.meaning() == Meaning.ZXID
              ? " (known: " + around((Long) recorded.value()) + ")"
              : "";
      differences.add("ZooKeeper sends " + recorded + ", this server " + live + known);
    }
  }

  private String around(long recorded) {
    return zxids.floorEntry(recorded) + " .. " + zxids.higherEntry(recorded);
  }

  private boolean zxidFits(long recorded, long live, boolean loose) {
    if (recorded <= 0) {
      return recorded == live;
    }
    Map.Entry<Long, Long> below = zxids.floorEntry(recorded);
    Map.Entry<Long, Long> above = zxids.higherEntry(recorded);
    boolean fits = above == null || live < above.getValue();
    if (below != null) {
      boolean known = below.getKey() == recorded;
      long lowest = below.getValue() + (known ? 0 : 1);
      fits &= (known && !loose) ? live == lowest : live >= lowest;
    }
    zxids.putIfAbsent(recorded, live);
    return fits;
  }

  private boolean timeFits(long recorded, long live) {
    if (recorded == 0) {
      return live == 0;
    }
    return live >= begun - CLOCK_TOLERANCE_MS
        && live <= System.currentTimeMillis() + CLOCK_TOLERANCE_MS;
  }

  private boolean sessionFits(long recorded, long live) {
    Long known = sessions.putIfAbsent(recorded, live);
    return known == null ? live != 0 : known == live;
  }
}
