package io.vivarium.consensus.zab.election;

import io.vivarium.consensus.zab.MemoryNetwork;
import io.vivarium.consensus.zab.wire.InitialMessage;
import io.vivarium.spi.transport.ConnectionHandler;
import io.vivarium.spi.transport.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Accepts election connections and writes down how their openers present themselves. */
final class RawListener {
  private final List<String> greetings = new ArrayList<>();

  RawListener(MemoryNetwork network, String host, int port) {
    try {
      network.listen(
          new Endpoint(Endpoint.Purpose.PEER, host, port, false, -1, false), _ -> new Reader());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Protocol, number and addresses, one line each. */
  List<String> greetings() {
    return greetings;
  }

  private final class Reader implements ConnectionHandler {
    private boolean greeted;

    @Override
    public int frameLength(ByteBuffer received) {
      return greeted ? received.remaining() : InitialMessage.frameLength(received);
    }

    @Override
    public void onFrame(ByteBuffer frame) {
      if (!greeted) {
        greeted = true;
        long protocol = frame.getLong(frame.position());
        InitialMessage message = InitialMessage.decode(frame);
        greetings.add(
            protocol
                + " "
                + message.serverId()
                + " "
                + message.addresses().stream()
                    .map(InitialMessage.Address::toString)
                    .collect(Collectors.joining("|")));
      }
    }

    @Override
    public void onReadDone() {}

    @Override
    public void onWritable(boolean writable) {}

    @Override
    public void onClosed(@Nullable Throwable cause) {}
  }
}
