package io.vivarium.consensus.zab;

import io.vivarium.spi.transport.ConnectionHandler;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Takes everything and says nothing. */
public class SilentHandler implements ConnectionHandler {
  @Override
  public int frameLength(ByteBuffer received) {
    return received.remaining();
  }

  @Override
  public void onFrame(ByteBuffer frame) {}

  @Override
  public void onReadDone() {}

  @Override
  public void onWritable(boolean writable) {}

  @Override
  public void onClosed(@Nullable Throwable cause) {}
}
