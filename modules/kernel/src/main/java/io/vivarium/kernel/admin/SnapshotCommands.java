package io.vivarium.kernel.admin;

import io.vivarium.kernel.metrics.KernelMetrics;
import io.vivarium.model.Zxid;
import io.vivarium.spi.admin.AdminCommand;
import io.vivarium.spi.admin.AdminContent;
import io.vivarium.spi.admin.AdminMethod;
import io.vivarium.spi.admin.AdminReply;
import io.vivarium.spi.admin.AdminRequest;
import io.vivarium.spi.metrics.Counter;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Snapshots on request: {@code last_snapshot snapshot restore}. The checks are in ZooKeeper's order, the server's before them. */
final class SnapshotCommands {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotCommands.class);

  private static final int BAD_REQUEST = 400;
  private static final int TOO_MANY = 429;
  private static final int FAILED = 500;
  private static final int UNAVAILABLE = 503;

  private final CommandSettings settings;
  private final KernelMetrics metrics;
  private final Supplier<@Nullable Served> served;

  SnapshotCommands(
      CommandSettings settings, KernelMetrics metrics, Supplier<@Nullable Served> served) {
    this.settings = settings;
    this.metrics = metrics;
    this.served = served;
  }

  static void last(CommandQuestion question, Fields fields) {
    try {
      SnapshotOffer.Latest latest = question.served().snapshots().latest();
      fields
          .put("zxid", latest == null ? "-1" : Long.toHexString(latest.zxid()))
          .put(
              "timestamp",
              latest == null ? -1 : TimeUnit.MILLISECONDS.toSeconds(latest.writtenAtMs()));
    } catch (IOException e) {
      LOG.warn("The snapshots cannot be listed: {}", e.toString());
      fields.put("error", "The snapshots cannot be listed; the server's log says why");
    }
  }

  AdminCommand snapshot() {
    return new Guarded("snapshot", "snap", AdminMethod.GET, settings.snapshot()) {
      @Override
      AdminReply act(SnapshotOffer offer, AdminRequest request) throws IOException {
        String streaming = request.parameters().getOrDefault("streaming", "true");
        if (!Boolean.parseBoolean(streaming)) {
          SnapshotOffer.Latest written = offer.write();
          return reply(written.zxid(), written.bytes(), null);
        }
        SnapshotOffer.Copy copy = offer.copy();
        return reply(copy.zxid(), copy.content().length(), copy.content());
      }
    };
  }

  AdminCommand restore() {
    return new Guarded("restore", "rest", AdminMethod.POST, settings.restore()) {
      @Override
      AdminReply act(SnapshotOffer offer, AdminRequest request) throws IOException {
        long began = settings.time().monotonicNanos();
        PushbackInputStream body = new PushbackInputStream(request.body());
        int first = body.read();
        if (first < 0) {
          return AdminReply.failed(BAD_REQUEST, "The body must be a snapshot file");
        }
        body.unread(first);
        long zxid = offer.restore(body);
        metrics
            .summary("restore_time")
            .record(TimeUnit.NANOSECONDS.toMillis(settings.time().monotonicNanos() - began));
        return AdminReply.of(new Fields().put("last_zxid", zxid).done());
      }
    };
  }

  private static AdminReply reply(long zxid, long bytes, @Nullable AdminContent content) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("last_zxid", Zxid.text(zxid));
    headers.put("snapshot_size", Long.toString(bytes));
    return new AdminReply(AdminReply.OK, Map.of(), headers, content);
  }

  /** A command that costs much, or changes much: only for those that may do everything, and only now and then. */
  private abstract class Guarded implements AdminCommand {
    private final String name;
    private final String alias;
    private final AdminMethod method;
    private final boolean enabled;
    private final RateLimit limit = new RateLimit(settings.pauseMs(), settings.time());
    private final Counter limited;
    private final Counter errors;

    Guarded(String name, String alias, AdminMethod method, boolean enabled) {
      this.name = name;
      this.alias = alias;
      this.method = method;
      this.enabled = enabled;
      this.limited = metrics.counter(name + "_rate_limited_count");
      this.errors = metrics.counter(name + "_error_count");
    }

    abstract AdminReply act(SnapshotOffer offer, AdminRequest request) throws IOException;

    @Override
    public String name() {
      return name;
    }

    @Override
    public List<String> aliases() {
      return List.of(alias);
    }

    @Override
    public Set<AdminMethod> methods() {
      return Set.of(method);
    }

    @Override
    public boolean needsAuthorization(AdminMethod by) {
      return true;
    }

    @Override
    public AdminReply answer(AdminRequest request) {
      Served now = served.get();
      if (!enabled || now == null) {
        return AdminReply.failed(UNAVAILABLE, null);
      }
      if (!settings.lastProcessedZxid()) {
        return AdminReply.failed(FAILED, null);
      }
      if (!limit.pass()) {
        limited.increment();
        return AdminReply.failed(TOO_MANY, null);
      }
      try {
        LOG.info("{} asks for the admin command {}", request.caller().remote(), name);
        return act(now.snapshots(), request);
      } catch (SnapshotOffer.RefusedException e) {
        LOG.warn("The admin command {} is refused: {}", name, e.getMessage());
        return AdminReply.failed(UNAVAILABLE, e.getMessage());
      } catch (IOException e) {
        errors.increment();
        LOG.error("The admin command {} failed: {}", name, e.getMessage(), e);
        return AdminReply.failed(FAILED, null);
      }
    }
  }
}
