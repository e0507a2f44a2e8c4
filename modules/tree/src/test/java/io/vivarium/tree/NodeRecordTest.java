package io.vivarium.tree;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.Acl;
import io.vivarium.model.Stat;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeRecordTest {
  private static final TreeOptions OPTIONS = Trees.OPTIONS;

  private final AclTable acls = new AclTable();
  private final Znode fields = new Znode();
  private final RecordBuffer packed = new RecordBuffer();
  private final Znode read = new Znode();

  /** Where the record is that was encoded last. */
  private static final int AHEAD = 5;

  /** Packs the fields, reads them back from the middle of an array, and returns that. */
  private byte[] encode(String name, byte[] data) {
    byte[] bytes = Trees.bytes(name);
    NodeRecord.encode(packed, bytes, 0, bytes.length, fields, data);
    return place();
  }

  private byte[] place() {
    byte[] around = new byte[AHEAD + packed.length() + 7];
    Arrays.fill(around, (byte) -1);
    System.arraycopy(packed.bytes(), 0, around, AHEAD, packed.length());
    read.capture(around, AHEAD, AHEAD + packed.length(), acls, OPTIONS);
    return around;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyCombinationOfFieldsComesBackAsItWas(long seed) {
    Random random = new Random(seed);
    int acl = acls.acquire(List.of(new Acl(1, "ip", "10.0.0.1")));
    for (int i = 0; i < 3000; i++) {
      fields.czxid = pick(random);
      fields.mzxid = random.nextBoolean() ? fields.czxid : pick(random);
      fields.ctime = pick(random);
      fields.mtime = random.nextBoolean() ? fields.ctime : pick(random);
      fields.version = random.nextBoolean() ? 0 : (int) pick(random);
      fields.aversion = random.nextBoolean() ? 0 : (int) pick(random);
      fields.storedOwner = random.nextBoolean() ? 0 : pick(random);
      fields.aclId = random.nextBoolean() ? AclTable.OPEN : acl;
      byte[] data =
          random.nextInt(4) == 0
              ? null
              : new byte[random.nextInt(random.nextInt(5) == 0 ? 3000 : 300)];
      if (data != null) {
        random.nextBytes(data);
      }
      encode("n".repeat(1 + random.nextInt(300)), data);
      assertEquals(fields.czxid, read.czxid());
      assertEquals(fields.mzxid, read.mzxid());
      assertEquals(fields.ctime, read.ctime());
      assertEquals(fields.mtime, read.mtime());
      assertEquals(fields.version, read.version());
      assertEquals(fields.aversion, read.aversion());
      assertEquals(fields.storedOwner, read.storedOwner());
      assertEquals(fields.aclId, read.aclId());
      assertEquals(fields.czxid, read.pzxid());
      assertArrayEquals(data, read.data());
      assertEquals(data == null, read.isNullData());
    }
  }

  private static long pick(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> 0;
      case 1 -> -1;
      case 2 -> Long.MIN_VALUE;
      case 3 -> random.nextInt(1000);
      default -> random.nextLong();
    };
  }

  @Test
  void aFreshNodeCarriesThirteenBytesBesidesNameAndData() {
    fields.czxid = fields.mzxid = 0x1_0000_1234L;
    fields.ctime = fields.mtime = 1_763_000_000_000L;
    encode("name", new byte[100]);
    assertEquals(13 + 4 + 100, packed.length());
  }

  @Test
  void aNameIsMatchedAsAWhole() {
    byte[] record = encode("name", null);
    byte[] around = Trees.bytes("/name/more");
    assertTrue(NodeRecord.named(record, AHEAD, around, 1, 4));
    assertFalse(NodeRecord.named(record, AHEAD, around, 1, 3));
    assertFalse(NodeRecord.named(record, AHEAD, around, 0, 4));
    assertFalse(NodeRecord.named(record, AHEAD, around, 1, 9));
  }

  @Test
  void repackingKeepsNameAndData() {
    encode("name", Trees.bytes("data"));
    read.aversion = 7;
    NodeRecord.repack(packed, read);
    byte[] repacked = place();
    assertEquals(7, read.aversion());
    assertArrayEquals(Trees.bytes("data"), read.data());
    assertTrue(NodeRecord.named(repacked, AHEAD, Trees.bytes("name"), 0, 4));
    encode("name", null);
    NodeRecord.repack(packed, read);
    place();
    assertNull(read.data());
  }

  @Test
  void aViewThatWasNeverFilledShowsZeros() {
    assertEquals(new Stat(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), Stat.of(new Znode()));
    assertNull(new Znode().data());
  }
}
