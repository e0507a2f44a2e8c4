package io.vivarium.kernel.plugin;

import io.vivarium.config.PluginConfigs;
import io.vivarium.config.PluginSelection;
import io.vivarium.kernel.admin.CommandDesk;
import io.vivarium.kernel.admin.CommandSettings;
import io.vivarium.kernel.admin.ServerVersion;
import io.vivarium.kernel.metrics.KernelMetrics;
import io.vivarium.spi.Plugin;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.admin.AdminCommands;
import io.vivarium.spi.admin.AdminCommandsProvider;
import io.vivarium.spi.admin.AdminEndpoint;
import io.vivarium.spi.admin.AdminEndpointProvider;
import io.vivarium.spi.admin.AdminRequest;
import io.vivarium.spi.audit.AuditEvent;
import io.vivarium.spi.audit.AuditLog;
import io.vivarium.spi.audit.AuditProvider;
import io.vivarium.spi.auth.AuthOutcome;
import io.vivarium.spi.auth.Authentication;
import io.vivarium.spi.auth.AuthenticationProvider;
import io.vivarium.spi.consensus.Consensus;
import io.vivarium.spi.exporter.MetricsExporter;
import io.vivarium.spi.exporter.MetricsExporterProvider;
import io.vivarium.spi.metrics.MetricReading;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.transport.Peer;
import io.vivarium.spi.transport.Transport;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A running server of which one plugin comes from a directory and is loaded anew: what the server hears from it, before and after, and
 * whether anything of the former one remains. The plugin has a thread, a gauge and whatever else its kind asks for.
 */
final class ReloadScenario implements AutoCloseable {
  private static final int MOST_COLLECTIONS = 100;

  private static final String LIFE =
      """
      private final Thread thread;
      { context.metrics().gauge("sample_version", () -> @V@);
        thread = context.threads().newThread(() -> {
          try { Thread.sleep(Long.MAX_VALUE); } catch (InterruptedException e) { /* the end */ } }); }
      @Override public void start() { thread.start(); }
      @Override public void close() {
        thread.interrupt();
        try { thread.join(); } catch (InterruptedException e) { throw new IllegalStateException(e); } }
      """;

  /** The kinds that can be loaded anew. */
  enum Kind {
    METRICS(
        MetricsExporterProvider.class,
        MetricsExporter.class,
        "@Override public void attach(io.vivarium.spi.metrics.MetricSource source) {}"),
    AUDIT(
        AuditProvider.class,
        AuditLog.class,
        """
        final io.vivarium.spi.metrics.Counter events = context.metrics().counter("events_of_@V@");
        @Override public void record(io.vivarium.spi.audit.AuditEvent event) { events.increment(); }
        """),
    AUTH(
        AuthenticationProvider.class,
        Authentication.class,
        """
        @Override public java.util.List<io.vivarium.spi.auth.AuthScheme> schemes() {
          return java.util.List.of(new io.vivarium.spi.auth.AuthScheme() {
            @Override public String scheme() { return "sample"; }
            @Override public io.vivarium.spi.auth.AuthOutcome authenticate(
                io.vivarium.spi.transport.Peer peer, byte[] token) {
              return new io.vivarium.spi.auth.AuthOutcome.Refused("by @V@"); }
            @Override public boolean validId(String id) { return true; }
            @Override public boolean matches(String presented, String aclId) { return true; } }); }
        """),
    COMMAND(
        AdminCommandsProvider.class,
        AdminCommands.class,
        """
        @Override public java.util.List<io.vivarium.spi.admin.AdminCommand> commands(
            io.vivarium.spi.admin.AdminHost host) {
          return java.util.List.of(new io.vivarium.spi.admin.AdminCommand() {
            @Override public String name() { return "sample"; }
            @Override public boolean needsServing() { return false; }
            @Override public io.vivarium.spi.admin.AdminReply answer(
                io.vivarium.spi.admin.AdminRequest request) {
              return io.vivarium.spi.admin.AdminReply.of(java.util.Map.of("by", "@V@")); } }); }
        """),
    ADMIN(
        AdminEndpointProvider.class,
        AdminEndpoint.class,
        "@Override public void attach(io.vivarium.spi.admin.AdminHost host) {}");

    private final Class<?> provider;
    private final Class<?> plugin;
    private final String body;

    Kind(Class<?> provider, Class<?> plugin, String body) {
      this.provider = provider;
      this.plugin = plugin;
      this.body = body;
    }

    String spi() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  private final Path plugins;
  private final Path shelf;
  private final Kind kind;
  private final KernelMetrics metrics = new KernelMetrics();
  private final List<String> events = new ArrayList<>();
  private final CommandDesk desk =
      new CommandDesk(
          new ServerVersion("3.9.5", "0abc", Instant.EPOCH, "0.1"),
          new CommandSettings(true, true, true, 0, TimeSource.system()),
          metrics);
  private final Lifecycle lifecycle;
  private Lifecycle.@Nullable Running running;

  /**
   * A server that does not run yet.
   *
   * @param plugins where it looks for plugins
   * @param shelf where the versions of its plugin are, see {@link #make}
   */
  ReloadScenario(Path plugins, Path shelf, Kind kind) {
    this(plugins, shelf, kind, Hosting.LIMITS);
  }

  /** The same, with what its plugins may take. */
  ReloadScenario(Path plugins, Path shelf, Kind kind, PluginConfigs.Limits limits) {
    this.plugins = plugins;
    this.shelf = shelf;
    this.kind = kind;
    this.lifecycle =
        new Lifecycle(
            new PluginMaker(
                Hosting.configs(),
                TimeSource.system(),
                metrics,
                (reason, message, cause) -> events.add(message),
                Bounds.of(limits)));
  }

  /** Makes two versions of a plugin, and a third that does not start, on a shelf from which they are installed. */
  static void make(Path shelf, Kind kind, String container) throws IOException {
    make(shelf, kind, container, 1, body -> body);
    make(shelf, kind, container, 2, body -> body);
    make(
        shelf,
        kind,
        container,
        3,
        body -> body.replace("thread.start();", "throw new IllegalStateException(\"no\");"));
  }

  /**
   * Makes one version.
   *
   * @param otherwise what is otherwise in the body of its class
   */
  static void make(
      Path shelf, Kind kind, String container, int version, UnaryOperator<String> otherwise)
      throws IOException {
    String text = String.valueOf(version);
    new PluginDirectory(shelf.resolve(text), "sample")
        .with("container", container)
        .with("version", text)
        .implementing(
            kind.spi(),
            kind.provider,
            kind.plugin,
            "return new "
                + kind.plugin.getName()
                + "() {\n"
                + otherwise.apply(LIFE + kind.body).replace("@V@", text)
                + "};")
        .write();
  }

  /** Puts a version of the plugin from the shelf where the server looks, in the place of the one that is there. */
  void install(int version) throws IOException {
    String name = kind.spi() + "-sample";
    Path directory = plugins.resolve(name);
    if (Files.exists(directory)) {
      Files.move(directory, Files.createTempDirectory("plugins-before").resolve(name));
    }
    Files.createDirectories(directory);
    try (Stream<Path> files = Files.list(shelf.resolve(String.valueOf(version)).resolve(name))) {
      for (Path file : files.toList()) {
        Files.copy(file, directory.resolve(file.getFileName()));
      }
    }
  }

  /** Starts the server. */
  void start() throws PluginException {
    List<InstalledPlugin<?>> all = new ArrayList<>(PluginCatalog.discover(plugins).all());
    all.add(scripted(PluginKind.STORAGE, Storage.class));
    all.add(scripted(PluginKind.TRANSPORT, Transport.class));
    all.add(scripted(PluginKind.CONSENSUS, Consensus.class));
    List<String> none = List.of();
    List<String> sample = List.of("sample");
    PluginSelection wanted =
        new PluginSelection(
            "scripted",
            "scripted",
            "scripted",
            kind == Kind.AUTH ? sample : none,
            kind == Kind.METRICS ? "sample" : null,
            kind == Kind.ADMIN ? sample : none,
            kind == Kind.COMMAND ? sample : none,
            kind == Kind.AUDIT ? "sample" : null,
            Set.of());
    running = lifecycle.run(PluginCatalog.of(all), wanted, desk);
  }

  private <T extends Plugin> InstalledPlugin<T> scripted(PluginKind<T> of, Class<T> type) {
    return new ScriptedPlugin<>(of, type, events, (spi, method) -> false).installed();
  }

  /** Loads the plugin anew. */
  Reloading.Outcome reload() throws PluginException {
    return reloading().reload(seat());
  }

  /** Has somebody told when the next plugin is about to be started. */
  void beforeStart(Runnable told) throws PluginException {
    tell(seat(), told);
  }

  private static <T extends Plugin> void tell(Seat<T> seat, Runnable told) {
    Seat.Change<T> change = Objects.requireNonNull(seat.change());
    seat.changeableBy(
        new Seat.Change<>() {
          @Override
          public boolean oneAtATime() {
            return change.oneAtATime();
          }

          @Override
          public void prepare(HostedPlugin<T> next) throws PluginException {
            change.prepare(next);
            told.run();
          }

          @Override
          public void turnTo(HostedPlugin<T> next) throws PluginException {
            change.turnTo(next);
          }
        });
  }

  private Reloading reloading() {
    return Objects.requireNonNull(lifecycle.reloading());
  }

  private Seat<?> seat() throws PluginException {
    return reloading().find(kind.spi(), "sample");
  }

  /** The plugin that runs. */
  Plugin instance() throws PluginException {
    return seat().plugin().instance();
  }

  /** The loader of the plugin that runs. */
  WeakReference<ClassLoader> loader() throws PluginException {
    return new WeakReference<>(seat().plugin().instance().getClass().getClassLoader());
  }

  /** What the server hears from the plugin that runs: its version, by way of its gauge and of what its kind does. */
  List<String> says() {
    List<String> heard = new ArrayList<>();
    for (MetricReading reading : metrics.readings()) {
      if (reading instanceof MetricReading.Level(var name, var _, var value)
          && name.equals("sample_version")) {
        heard.add("gauge " + value);
      }
    }
    Lifecycle.Running now = Objects.requireNonNull(running);
    switch (kind) {
      case METRICS, ADMIN -> {}
      case AUDIT -> {
        Objects.requireNonNull(now.audit())
            .record(
                new AuditEvent(
                    0,
                    AuditEvent.Operation.CREATE,
                    AuditEvent.Result.SUCCESS,
                    1,
                    new AuditEvent.Actor(1, List.of(), null),
                    AuditEvent.Target.NONE));
        heard.add("events " + count("events_of_1") + " and " + count("events_of_2"));
      }
      case AUTH -> {
        InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        AuthOutcome outcome =
            now.authentications()
                .getFirst()
                .schemes()
                .getFirst()
                .authenticate(new Peer(here, here, false, List.of()), new byte[0]);
        heard.add(String.valueOf(outcome));
      }
      case COMMAND ->
          heard.add("answered by " + desk.ask(AdminRequest.get("sample")).fields().get("by"));
    }
    return heard;
  }

  /** What a plugin has counted. */
  long count(String counter) {
    return metrics.counter(counter).value();
  }

  /** Whether the loader goes once nobody needs it: asked again and again, not for a time. */
  static boolean collected(WeakReference<ClassLoader> loader) {
    for (int i = 0; i < MOST_COLLECTIONS && loader.get() != null; i++) {
      System.gc();
    }
    return loader.get() == null;
  }

  /** The commands about plugins, asked by nobody in particular. */
  Map<String, @Nullable Object> ask(String command) {
    return desk.ask(AdminRequest.get(command)).fields();
  }

  /** What the server was told that it cannot go on from. */
  String fatal() {
    return events.stream()
        .filter(event -> !event.startsWith("start ") && !event.startsWith("close "))
        .collect(Collectors.joining(", "));
  }

  /** The server is told to stop; returns when it has. */
  void stop() {
    lifecycle.close();
  }

  @Override
  public void close() {
    stop();
  }

  /** One exchange from beginning to end, as lines to compare. */
  static List<String> play(Path plugins, Path shelf, Kind kind) throws Exception {
    List<String> lines = new ArrayList<>();
    try (ReloadScenario scenario = new ReloadScenario(plugins, shelf, kind)) {
      scenario.install(1);
      scenario.start();
      WeakReference<ClassLoader> first = scenario.loader();
      lines.addAll(scenario.says());
      scenario.install(2);
      lines.add("complaints " + scenario.reload().complaints());
      lines.addAll(scenario.says());
      lines.add("collected " + collected(first));
      lines.add("fatal " + scenario.fatal());
    }
    return Stream.concat(Stream.of(kind.spi()), lines.stream()).toList();
  }
}
