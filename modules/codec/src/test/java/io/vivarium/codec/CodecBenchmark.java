package io.vivarium.codec;

import io.vivarium.model.Acl;
import io.vivarium.model.OpCode;
import io.vivarium.model.Request;
import io.vivarium.model.Stat;
import io.vivarium.model.Txn;
import io.vivarium.model.TxnHeader;
import io.vivarium.model.WatchEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * What one message costs: a path of 115 characters and 46 bytes of data, the shape of a large real tree. README.md tells how to
 * run it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CodecBenchmark {
  private static final String PATH =
      "/services/" + "a-component-of-a-path/".repeat(4) + "instance-0000012345";
  private static final int LIMIT = 2 * ClientFrames.DEFAULT_MAX_BUFFER;

  private static final int NODES = 1000;
  private static final SnapshotTrailer NO_TRAILER =
      new SnapshotTrailer(null, SnapshotTrailer.UNKNOWN_ZXID);

  private final byte[] data = new byte[46];
  private final Stat stat = new Stat(1, 2, 3, 4, 5, 6, 7, 8, 46, 0, 9);
  private final JuteWriter out = new JuteWriter();
  private final ByteBuffer getData = request(new Request.GetData(PATH, false));
  private final ByteBuffer getDataDirect =
      ByteBuffer.allocateDirect(getData.remaining()).put(getData.duplicate()).flip();
  private final ByteBuffer setData = request(new Request.SetData(PATH, data, -1));
  private final ByteBuffer create =
      request(new Request.Create(OpCode.CREATE, PATH, data, Acl.OPEN, 0, 0));
  private final TxnHeader header = new TxnHeader(1, 2, 3, 4);
  private final Txn txn = new Txn.SetData(PATH, data, 1);
  private final ByteBuffer txnBytes = txn();
  private final WatchEvent event = new WatchEvent(WatchEvent.Type.NODE_DATA_CHANGED, PATH, 1);

  private final SnapshotCopy snapshot = snapshot(data);
  private final byte[] snapshotFile = file(snapshot);

  private static SnapshotCopy snapshot(byte[] data) {
    SnapshotCopy copy = new SnapshotCopy();
    for (int i = 0; i < NODES; i++) {
      String path = i == 0 ? "" : PATH + i;
      copy.nodes.add(new SnapshotCopy.Node(path, data, 1, 2, 3, 4, 5, 6, 7, 8, 0, 9));
    }
    return copy;
  }

  private static byte[] file(SnapshotCopy snapshot) {
    try {
      return snapshot.toFile(NO_TRAILER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ByteBuffer request(Request request) {
    JuteWriter writer = new JuteWriter();
    RequestCodec.encode(1, request, writer);
    return ByteBuffer.wrap(writer.toByteArray()).position(ClientFrames.LENGTH_BYTES).slice();
  }

  private ByteBuffer txn() {
    JuteWriter writer = new JuteWriter();
    TxnCodec.encode(header, txn, 2, 5, writer);
    return ByteBuffer.wrap(writer.toByteArray());
  }

  /** Not among the tests that a build runs, for its name ends otherwise. */
  @Test
  void run() throws RunnerException {
    new Runner(
            new OptionsBuilder()
                .include(CodecBenchmark.class.getName())
                .addProfiler(GCProfiler.class)
                .build())
        .run();
  }

  @Benchmark
  public DecodedRequest decodeGetData() {
    return RequestCodec.decode(getData.rewind(), LIMIT);
  }

  @Benchmark
  public DecodedRequest decodeGetDataFromDirectBuffer() {
    return RequestCodec.decode(getDataDirect.rewind(), LIMIT);
  }

  @Benchmark
  public DecodedRequest decodeSetData() {
    return RequestCodec.decode(setData.rewind(), LIMIT);
  }

  @Benchmark
  public DecodedRequest decodeCreate() {
    return RequestCodec.decode(create.rewind(), LIMIT);
  }

  @Benchmark
  public ByteBuffer encodeDataReply() {
    out.clear();
    ReplyCodec.encodeData(1, 2, data, 0, data.length, stat, out);
    return out.view();
  }

  @Benchmark
  public ByteBuffer encodeStatReply() {
    out.clear();
    ReplyCodec.encodeStat(1, 2, stat, out);
    return out.view();
  }

  @Benchmark
  public ByteBuffer encodeEvent() {
    out.clear();
    ReplyCodec.encodeEvent(event, out);
    return out.view();
  }

  @Benchmark
  public ByteBuffer encodeTxn() {
    out.clear();
    TxnCodec.encode(header, txn, 2, 5, out);
    return out.view();
  }

  /** A thousand nodes with their sections. */
  @Benchmark
  @OperationsPerInvocation(NODES)
  public Object encodeSnapshotPerNode() throws IOException {
    return snapshot.toFile(NO_TRAILER);
  }

  /** A thousand nodes, copied out of the snapshot. */
  @Benchmark
  @OperationsPerInvocation(NODES)
  public Object decodeSnapshotPerNode() throws IOException {
    SnapshotCopy copy = new SnapshotCopy();
    SnapshotCodec.decoder(SnapshotBuffer.In.unsealed(snapshotFile), LIMIT).readFile(copy, true);
    return copy;
  }

  @Benchmark
  public Object decodeTxn() {
    return TxnCodec.decode(txnBytes.rewind(), LIMIT);
  }
}
