package io.vivarium.admin.jmx;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import javax.management.DynamicMBean;

/**
 * The beans that a server has at one look, by their names. A name says all that a bean is made of, so that one which was there at the look
 * before is there still: of hundreds of connections only those that are new cost anything. One thread.
 */
final class Beans {
  private final Map<String, DynamicMBean> before;
  private final Map<String, DynamicMBean> now = new LinkedHashMap<>();

  /**
   * None yet.
   *
   * @param before those of the look before
   */
  Beans(Map<String, DynamicMBean> before) {
    this.before = before;
  }

  /** There is one of this name; it is made when it was not there before. */
  void put(String name, Supplier<? extends DynamicMBean> made) {
    DynamicMBean known = before.get(name);
    now.put(name, known == null ? made.get() : known);
  }

  /** All of them, in the order in which they were put. */
  Map<String, DynamicMBean> all() {
    return now;
  }
}
