package io.vivarium.consensus.zab.election;

import io.vivarium.codec.JuteWriter;
import io.vivarium.consensus.zab.MemoryConnection;
import io.vivarium.consensus.zab.MemoryNetwork;
import io.vivarium.consensus.zab.wire.InitialMessage;
import io.vivarium.consensus.zab.wire.NotificationCodec;
import io.vivarium.spi.transport.ConnectionHandler;
import io.vivarium.zab.message.Notification;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The other end of an election connection, byte by byte: opens it and says what a test wants. */
final class RawPeer implements ConnectionHandler {
  final List<Long> zxidsHeard = new ArrayList<>();
  private final MemoryConnection connection;

  RawPeer(MemoryNetwork network, String host, int port) {
    connection = network.dial(host, port, this);
  }

  RawPeer greets(long id, InitialMessage.Address... addresses) {
    JuteWriter out = new JuteWriter();
    new InitialMessage(id, addresses.length > 1, List.of(addresses)).encode(out);
    return sends(out.toByteArray());
  }

  RawPeer says(Notification notification) {
    JuteWriter out = new JuteWriter();
    NotificationCodec.encode(notification, out);
    return sends(out.toByteArray());
  }

  RawPeer sends(byte[] bytes) {
    connection.send(bytes);
    return this;
  }

  boolean open() {
    return connection.open();
  }

  void hangUp() {
    connection.close();
  }

  @Override
  public int frameLength(ByteBuffer received) {
    return NotificationCodec.frameLength(received);
  }

  @Override
  public void onFrame(ByteBuffer frame) {
    zxidsHeard.add(NotificationCodec.decode(frame).vote().zxid());
  }

  @Override
  public void onReadDone() {}

  @Override
  public void onWritable(boolean writable) {}

  @Override
  public void onClosed(@Nullable Throwable cause) {}
}
