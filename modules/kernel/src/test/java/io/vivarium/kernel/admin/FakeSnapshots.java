package io.vivarium.kernel.admin;

import io.vivarium.spi.admin.AdminContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Snapshots that are a word. */
final class FakeSnapshots implements SnapshotOffer {
  static final String CONTENT = "ZKSN";

  @Nullable IOException failure;
  @Nullable String restored;
  int written;

  @Override
  public Latest latest() throws IOException {
    fail();
    return new Latest(0x1f, 1311, 1_795_176_198_000L);
  }

  @Override
  public Latest write() throws IOException {
    fail();
    written++;
    return latest();
  }

  @Override
  public Copy copy() throws IOException {
    fail();
    return new Copy(
        0x20,
        new AdminContent() {
          @Override
          public long length() {
            return CONTENT.length();
          }

          @Override
          public void writeTo(OutputStream out) throws IOException {
            out.write(CONTENT.getBytes(StandardCharsets.US_ASCII));
          }

          @Override
          public void close() {}
        });
  }

  @Override
  public long restore(InputStream snapshot) throws IOException {
    fail();
    restored = new String(snapshot.readAllBytes(), StandardCharsets.US_ASCII);
    return 0x30;
  }

  private void fail() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }
}
