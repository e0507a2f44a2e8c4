package io.vivarium.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Apache ZooKeeper 3.9.5 on this program's own Java, from jars that are fetched when they are not there.
 *
 * @param name its name in tables
 * @param jars where the jars are, or are put
 * @param netty whether it serves clients through Netty instead of its default, NIO
 */
record ApacheServer(String name, Path jars, boolean netty) implements ServerKind {
  @Override
  public List<String> command(Path config, int heapMb) throws IOException, InterruptedException {
    MavenCentral.fetch("apache-zookeeper-3.9.5.txt", jars);
    Path logging = jars.resolve("logback.xml");
    try (var template = ApacheServer.class.getResourceAsStream("logback.xml")) {
      if (template == null) {
        throw new IOException("logback.xml is missing from this program");
      }
      Files.write(logging, template.readAllBytes());
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xms" + heapMb + "m");
    command.add("-Xmx" + heapMb + "m");
    command.add("-Dlogback.configurationFile=" + logging);
    if (netty) {
      command.add(
          "-Dzookeeper.serverCnxnFactory=org.apache.zookeeper.server.NettyServerCnxnFactory");
    }
    command.add("-cp");
    command.add(jars.resolve("*").toString());
    command.add("org.apache.zookeeper.server.quorum.QuorumPeerMain");
    command.add(config.toString());
    return command;
  }
}
