package io.vivarium.kernel.plugin;

import io.vivarium.kernel.descriptor.Capability;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.admin.AdminCommand;
import io.vivarium.spi.admin.AdminMethod;
import io.vivarium.spi.admin.AdminReply;
import io.vivarium.spi.admin.AdminRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commands about the plugins of a running server: {@code plugins} shows them, {@code reload_plugin} loads one anew. */
final class PluginCommands {
  private static final Logger LOG = LoggerFactory.getLogger(PluginCommands.class);

  private static final int ACCEPTED = 202;
  private static final int BAD_REQUEST = 400;
  private static final int CONFLICT = 409;

  private PluginCommands() {}

  /** Both. */
  static List<AdminCommand> of(Reloading reloading, ThreadFactory threads) {
    return List.of(new Listing(reloading), new Reload(reloading, threads));
  }

  /** What runs, in the order of its start. */
  private record Listing(Reloading reloading) implements AdminCommand {
    @Override
    public String name() {
      return "plugins";
    }

    @Override
    public boolean needsServing() {
      return false;
    }

    @Override
    public AdminReply answer(AdminRequest request) {
      List<Object> plugins = new ArrayList<>();
      for (Seat<?> seat : reloading.seats()) {
        plugins.add(fields(seat));
      }
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("plugins", plugins);
      return AdminReply.of(fields);
    }

    private static Map<String, @Nullable Object> fields(Seat<?> seat) {
      InstalledPlugin<?> plugin = seat.plugin().installed();
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("spi", plugin.kind().name());
      fields.put("id", plugin.id());
      fields.put("version", plugin.version());
      fields.put("place", plugin.place());
      fields.put(
          "capabilities",
          plugin.layer().capabilities().stream().map(Capability::word).sorted().toList());
      fields.put("reloadable", seat.change() != null && plugin.layer().directory() != null);
      fields.put("faults", seat.plugin().faults().count());
      return fields;
    }
  }

  /** Loads one anew: {@code spi} and {@code id} say which. */
  private record Reload(Reloading reloading, ThreadFactory threads) implements AdminCommand {
    @Override
    public String name() {
      return "reload_plugin";
    }

    @Override
    public Set<AdminMethod> methods() {
      return Set.of(AdminMethod.POST);
    }

    @Override
    public boolean needsServing() {
      return false;
    }

    @Override
    public AdminReply answer(AdminRequest request) {
      String spi = request.parameters().get("spi");
      String id = request.parameters().get("id");
      if (spi == null || id == null) {
        return AdminReply.failed(
            BAD_REQUEST,
            "The parameters spi and id say which plugin is meant, as in spi=audit&id=log");
      }
      LOG.info("{} asks for plugin {}={} to be loaded anew", request.caller().remote(), spi, id);
      try {
        Seat<?> seat = reloading.find(spi, id);
        return seat.plugin().installed().kind().equals(PluginKind.ADMIN)
            ? begun(seat)
            : done(reloading.reload(seat));
      } catch (PluginException e) {
        LOG.error("The plugin was not loaded anew: {}", e.getMessage(), e);
        return AdminReply.failed(CONFLICT, e.getMessage());
      }
    }

    private static AdminReply done(Reloading.Outcome outcome) {
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("before", outcome.before());
      fields.put("after", outcome.after());
      fields.put("complaints", outcome.complaints());
      return AdminReply.of(fields);
    }

    /** An endpoint that carries this question has to carry the answer before it is stopped. */
    private AdminReply begun(Seat<?> seat) {
      threads
          .newThread(
              () -> {
                try {
                  reloading.reload(seat);
                } catch (PluginException e) {
                  LOG.error("The plugin was not loaded anew: {}", e.getMessage(), e);
                }
              })
          .start();
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("state", "begun; the server's log and the command plugins tell what comes of it");
      return new AdminReply(ACCEPTED, fields, Map.of(), null);
    }
  }
}
