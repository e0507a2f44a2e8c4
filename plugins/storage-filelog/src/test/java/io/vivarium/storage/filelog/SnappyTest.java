package io.vivarium.storage.filelog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xerial.snappy.SnappyInputStream;
import org.xerial.snappy.SnappyOutputStream;

/** Our Snappy beside the library that ZooKeeper uses. */
final class SnappyTest {
  private static final int LIMIT = 1 << 20;

  @Test
  void theLibraryExpandsWhatWeCompress() throws Exception {
    for (byte[] input : inputs()) {
      ByteArrayOutputStream compressed = new ByteArrayOutputStream();
      try (SnappyOutput out = new SnappyOutput(compressed)) {
        out.write(input);
      }
      byte[] stream = compressed.toByteArray();
      assertArrayEquals(
          input, new SnappyInputStream(new ByteArrayInputStream(stream)).readAllBytes());
      assertArrayEquals(input, new SnappyInput(new ByteArrayInputStream(stream)).readAllBytes());
    }
  }

  @Test
  void weExpandWhatTheLibraryCompresses() throws Exception {
    for (byte[] input : inputs()) {
      ByteArrayOutputStream compressed = new ByteArrayOutputStream();
      try (SnappyOutputStream out = new SnappyOutputStream(compressed)) {
        out.write(input);
      }
      assertArrayEquals(
          input,
          new SnappyInput(new ByteArrayInputStream(compressed.toByteArray())).readAllBytes());
    }
  }

  @Test
  void repetitionsBecomeSmaller() throws Exception {
    byte[] input = "/some/path/of/a/znode ".repeat(10_000).getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (SnappyOutput out = new SnappyOutput(compressed)) {
      out.write(input);
    }
    assertTrue(compressed.size() < input.length / 10, compressed.size() + " of " + input.length);
  }

  @Test
  void bytesOneByOneAreTheSameAsAllAtOnce() throws Exception {
    byte[] input = inputs().getLast();
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (SnappyOutput out = new SnappyOutput(compressed)) {
      for (byte b : input) {
        out.write(b);
      }
    }
    SnappyInput in = new SnappyInput(new ByteArrayInputStream(compressed.toByteArray()));
    for (byte b : input) {
      assertEquals(b, (byte) in.read());
    }
    assertEquals(-1, in.read());
  }

  @Test
  void mutilatedBlocksFailAndDoNothingElse() {
    Random random = new Random(3);
    Snappy.Compressor compressor = new Snappy.Compressor(4096);
    byte[] input = new byte[4096];
    for (int i = 0; i < input.length; i++) {
      input[i] = (byte) (random.nextInt(8) == 0 ? random.nextInt() : i / 100);
    }
    int length = compressor.compress(input, input.length);
    byte[] block = Arrays.copyOf(compressor.output(), length);
    int failed = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] changed = Arrays.copyOf(block, 1 + random.nextInt(length));
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      }
      try {
        assertTrue(Snappy.expand(changed, LIMIT).length <= LIMIT);
      } catch (IOException e) {
        failed++;
      }
    }
    assertTrue(failed > 10_000, "mutilated blocks that were noticed: " + failed);
  }

  @Test
  void aBlockThatAnnouncesMoreThanItCanHoldAllocatesNothing() {
    byte[] block = {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 7, 0};
    assertThrows(IOException.class, () -> Snappy.expand(block, Integer.MAX_VALUE));
  }

  @Test
  void streamsThatAreNotSnappyOrEndEarlyFail() throws Exception {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (SnappyOutput out = new SnappyOutput(compressed)) {
      out.write(new byte[1000]);
    }
    byte[] stream = compressed.toByteArray();
    for (int cut = 0; cut < stream.length; cut++) {
      byte[] part = Arrays.copyOf(stream, cut);
      if (cut != 16) { // Only the header: an empty stream.
        assertThrows(
            IOException.class,
            () -> new SnappyInput(new ByteArrayInputStream(part)).readAllBytes(),
            "cut at " + cut);
      }
    }
    byte[] foreign = stream.clone();
    foreign[0] = 0;
    assertThrows(IOException.class, () -> new SnappyInput(new ByteArrayInputStream(foreign)));
    byte[] newer = stream.clone();
    newer[15] = 2;
    assertThrows(IOException.class, () -> new SnappyInput(new ByteArrayInputStream(newer)));
    byte[] huge = stream.clone();
    huge[16] = 0x7f;
    assertThrows(
        IOException.class, () -> new SnappyInput(new ByteArrayInputStream(huge)).readAllBytes());
  }

  private static List<byte[]> inputs() {
    List<byte[]> inputs = new ArrayList<>();
    Random random = new Random(1);
    inputs.add(new byte[0]);
    inputs.add(new byte[] {7});
    for (int length : new int[] {3, 4, 5, 59, 60, 61, 62, 255, 256, 257, 32_768, 32_769, 100_000}) {
      byte[] noise = new byte[length];
      random.nextBytes(noise);
      inputs.add(noise);
      inputs.add(new byte[length]);
      byte[] text = new byte[length];
      for (int i = 0; i < length; i++) {
        text[i] = (byte) "/zookeeper/quota".charAt(random.nextInt(6) == 0 ? 3 : i % 16);
      }
      inputs.add(text);
    }
    return inputs;
  }
}
