package ${package};

import io.vivarium.spi.admin.AdminCommand;
import io.vivarium.spi.admin.AdminMethod;
import io.vivarium.spi.admin.AdminReply;
import io.vivarium.spi.admin.AdminRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code memory}: GET tells how much of its heap the server uses, in bytes or, with {@code unit=mb}, in mebibytes. POST has the garbage
 * collected before it tells; that costs time, so the server lets only those do it who may do everything with the root znode.
 */
final class MemoryCommand implements AdminCommand {
  private static final int BAD_REQUEST = 400;
  private static final Map<String, Long> UNITS = Map.of("b", 1L, "kb", 1L << 10, "mb", 1L << 20);

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public List<String> aliases() {
    return List.of("memo");
  }

  @Override
  public Set<AdminMethod> methods() {
    return Set.of(AdminMethod.GET, AdminMethod.POST);
  }

  @Override
  public boolean needsServing() {
    return false;
  }

  @Override
  public AdminReply answer(AdminRequest request) {
    Long unit = UNITS.get(request.parameters().getOrDefault("unit", "b"));
    if (unit == null) {
      return AdminReply.failed(BAD_REQUEST, "The parameter unit must be b, kb or mb");
    }
    if (request.method() == AdminMethod.POST) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("used", (runtime.totalMemory() - runtime.freeMemory()) / unit);
    fields.put("committed", runtime.totalMemory() / unit);
    fields.put("max", runtime.maxMemory() / unit);
    return AdminReply.of(fields);
  }
}
