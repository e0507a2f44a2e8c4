package io.vivarium.kernel.plugin;

import io.vivarium.spi.Plugin;
import io.vivarium.spi.PluginContext;
import io.vivarium.spi.PluginProvider;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A plugin of any kind that does nothing, writes down that it was started and closed, and misbehaves in one of its methods.
 *
 * @param <T> the kind
 */
final class ScriptedPlugin<T extends Plugin> implements PluginProvider<T> {
  private final PluginKind<T> kind;
  private final Class<T> type;
  private final List<String> events;
  private final Script script;

  /** Decides what happens in a method. */
  @FunctionalInterface
  interface Script {
    /** Returns whether the method returns null afterwards, or throws what the method throws. */
    boolean inMethod(String kind, String method) throws Exception;
  }

  ScriptedPlugin(PluginKind<T> kind, Class<T> type, List<String> events, Script script) {
    this.kind = kind;
    this.type = type;
    this.events = events;
    this.script = script;
  }

  InstalledPlugin<T> installed() {
    return Hosting.installed(kind, "scripted", this);
  }

  @Override
  public String id() {
    return "scripted";
  }

  @Override
  @SuppressWarnings("NullAway") // what no plugin may do is what is tried
  public T create(PluginContext context) {
    if (happens("create")) {
      return null;
    }
    return type.cast(fake(type));
  }

  private boolean happens(String method) {
    try {
      return script.inMethod(kind.name(), method);
    } catch (Exception e) {
      throw ScriptedPlugin.<RuntimeException>sneaky(e);
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> RuntimeException sneaky(Throwable e) throws E {
    throw (E) e;
  }

  private Object fake(Class<?> of) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          if (method.getDeclaringClass().equals(Object.class)) {
            return ofObject(proxy, method, arguments);
          }
          if (of.equals(type) && script.inMethod(kind.name(), method.getName())) {
            return null;
          }
          if (method.getName().equals("start") || method.getName().equals("close")) {
            events.add(method.getName() + " " + kind.name());
          }
          return something(method.getReturnType());
        };
    return Proxy.newProxyInstance(of.getClassLoader(), new Class<?>[] {of}, handler);
  }

  @SuppressWarnings("ReferenceEquality") // what equals is of objects that have nothing else
  private static Object ofObject(Object proxy, Method method, Object @Nullable [] arguments) {
    return switch (method.getName()) {
      case "equals" -> arguments != null && proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "scripted";
    };
  }

  private @Nullable Object something(Class<?> returned) {
    if (returned.isInterface() && !List.of(List.class, Map.class, Set.class).contains(returned)) {
      return fake(returned);
    }
    if (returned.equals(List.class)) {
      return List.of();
    }
    if (returned.equals(boolean.class)) {
      return false;
    }
    return returned.isPrimitive() && !returned.equals(void.class) ? 0 : null;
  }
}
