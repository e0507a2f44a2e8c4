package com.example.statsd;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.kernel.Server;
import io.vivarium.kernel.ServerBuilder;
import io.vivarium.spi.tck.PackedPlugin;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The package that is handed to others, in a server that reports to a daemon of the test's own. */
class PackedPluginIT {
  @TempDir Path directory;

  @Test
  void aServerTakesThePackageInAndReports() throws Exception {
    DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
    try (DatagramSocket daemon = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Server server =
            ServerBuilder.fromCode()
                .plugins(PackedPlugin.installInto(directory.resolve("plugins")))
                .set("metrics", "statsd")
                .set("statsd.port", daemon.getLocalPort())
                .set("statsd.everySeconds", 1)
                .set("storage", "memory")
                .set("dataDir", "unused")
                .set("clientPort", "auto")
                .set("admin.enableServer", "false")
                .start()) {
      daemon.setSoTimeout(300_000);
      daemon.receive(packet);
      String text = new String(packet.getData(), 0, packet.getLength(), US_ASCII);
      assertTrue(text.startsWith("vivarium."), () -> text + " of " + server);
    }
  }
}
