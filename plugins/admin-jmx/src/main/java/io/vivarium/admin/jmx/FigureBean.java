package io.vivarium.admin.jmx;

import io.vivarium.spi.admin.AdminHost;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.InvalidAttributeValueException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.ReflectionException;
import org.jspecify.annotations.Nullable;

/**
 * A bean whose attributes are read from answers to admin commands, each time anew, and set by such commands, those that can be. Who reaches
 * a bean may attach to the process, so all of them are asked as an operator. Any thread.
 */
final class FigureBean implements DynamicMBean {
  private final AdminHost host;
  private final String kind;
  private final Map<String, Figure> figures = new LinkedHashMap<>();
  private final Map<String, Operation> operations = new LinkedHashMap<>();

  /** An attribute: its type by Java's name, and where its value comes from. */
  private record Figure(String type, Function<Facts, Object> value, @Nullable Setter setter) {}

  /** Sets an attribute. */
  @FunctionalInterface
  interface Setter {
    /** Fails with an {@link IllegalArgumentException} for a value that is refused. */
    void set(AdminHost host, Object value);
  }

  /** An operation without arguments. */
  private record Operation(String type, Function<AdminHost, @Nullable Object> action) {}

  /**
   * A bean without attributes.
   *
   * @param kind what it describes, in a word
   */
  FigureBean(AdminHost host, String kind) {
    this.host = host;
    this.kind = kind;
  }

  FigureBean text(String name, Function<Facts, Object> value) {
    return add(name, String.class.getName(), value);
  }

  FigureBean number(String name, Function<Facts, Object> value) {
    return add(name, "long", value);
  }

  /** A number that ZooKeeper's bean has as int. */
  FigureBean small(String name, Function<Facts, Long> value) {
    return add(name, "int", facts -> Math.toIntExact(value.apply(facts)));
  }

  FigureBean ratio(String name, Function<Facts, Object> value) {
    return add(name, "double", value);
  }

  FigureBean flag(String name, Function<Facts, Object> value) {
    return add(name, "boolean", value);
  }

  /** As {@link #small}, and it can be set. */
  FigureBean setting(String name, Function<Facts, Long> value, Setter setter) {
    figures.put(name, new Figure("int", facts -> Math.toIntExact(value.apply(facts)), setter));
    return this;
  }

  FigureBean texts(String name, Function<Facts, Object> value) {
    return add(name, String[].class.getName(), value);
  }

  private FigureBean add(String name, String type, Function<Facts, Object> value) {
    figures.put(name, new Figure(type, value, null));
    return this;
  }

  /** An operation that tells something. */
  FigureBean operation(String name, String type, Function<Facts, Object> value) {
    operations.put(name, new Operation(type, asked -> value.apply(new Facts(asked))));
    return this;
  }

  /** An operation that does something. */
  FigureBean action(String name, Consumer<AdminHost> action) {
    operations.put(
        name,
        new Operation(
            "void",
            asked -> {
              action.accept(asked);
              return null;
            }));
    return this;
  }

  @Override
  public Object getAttribute(String name) throws AttributeNotFoundException {
    Figure figure = figures.get(name);
    if (figure == null) {
      throw new AttributeNotFoundException(kind + " has no attribute " + name);
    }
    return figure.value().apply(new Facts(host));
  }

  @Override
  public AttributeList getAttributes(String[] names) {
    Facts facts = new Facts(host);
    AttributeList list = new AttributeList();
    for (String name : names) {
      Figure figure = figures.get(name);
      if (figure != null) {
        list.add(new Attribute(name, figure.value().apply(facts)));
      }
    }
    return list;
  }

  @Override
  public void setAttribute(Attribute attribute)
      throws AttributeNotFoundException, InvalidAttributeValueException {
    Figure figure = figures.get(attribute.getName());
    Setter setter = figure == null ? null : figure.setter();
    if (setter == null) {
      throw new AttributeNotFoundException(
          attribute.getName()
              + " cannot be set while the server runs; change the configuration file and restart"
              + " it");
    }
    try {
      setter.set(host, attribute.getValue());
    } catch (IllegalArgumentException e) {
      throw new InvalidAttributeValueException(String.valueOf(e.getMessage()));
    }
  }

  /** Those that could be set are returned. */
  @Override
  public AttributeList setAttributes(AttributeList attributes) {
    AttributeList set = new AttributeList();
    for (Attribute attribute : attributes.asList()) {
      try {
        setAttribute(attribute);
        set.add(attribute);
      } catch (AttributeNotFoundException | InvalidAttributeValueException e) {
        // Left out, as the contract has it.
      }
    }
    return set;
  }

  @Override
  public @Nullable Object invoke(
      String name, Object @Nullable [] arguments, String @Nullable [] types)
      throws ReflectionException {
    Operation operation = operations.get(name);
    if (operation == null) {
      throw new ReflectionException(
          new NoSuchMethodException(name), kind + " has no operation " + name);
    }
    return operation.action().apply(host);
  }

  @Override
  public MBeanInfo getMBeanInfo() {
    return new MBeanInfo(
        FigureBean.class.getName(),
        kind,
        figures.entrySet().stream()
            .map(
                figure ->
                    new MBeanAttributeInfo(
                        figure.getKey(),
                        figure.getValue().type(),
                        figure.getKey(),
                        true,
                        figure.getValue().setter() != null,
                        false))
            .toArray(MBeanAttributeInfo[]::new),
        null,
        operations.entrySet().stream()
            .map(
                operation ->
                    new MBeanOperationInfo(
                        operation.getKey(),
                        operation.getKey(),
                        new MBeanParameterInfo[0],
                        operation.getValue().type(),
                        MBeanOperationInfo.UNKNOWN))
            .toArray(MBeanOperationInfo[]::new),
        null);
  }
}
