package io.vivarium.admin.jmx;

import java.util.function.Supplier;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.InvalidAttributeValueException;
import javax.management.MBeanInfo;
import javax.management.ReflectionException;
import org.jspecify.annotations.Nullable;

/**
 * A bean of which there are hundreds: what it consists of, two kilobytes, is made when somebody looks at it. Any thread.
 *
 * @param made makes it
 */
record OnDemandBean(Supplier<FigureBean> made) implements DynamicMBean {
  @Override
  public Object getAttribute(String name) throws AttributeNotFoundException {
    return made.get().getAttribute(name);
  }

  @Override
  public AttributeList getAttributes(String[] names) {
    return made.get().getAttributes(names);
  }

  @Override
  public void setAttribute(Attribute attribute)
      throws AttributeNotFoundException, InvalidAttributeValueException {
    made.get().setAttribute(attribute);
  }

  @Override
  public AttributeList setAttributes(AttributeList attributes) {
    return made.get().setAttributes(attributes);
  }

  @Override
  public @Nullable Object invoke(
      String name, Object @Nullable [] arguments, String @Nullable [] types)
      throws ReflectionException {
    return made.get().invoke(name, arguments, types);
  }

  @Override
  public MBeanInfo getMBeanInfo() {
    return made.get().getMBeanInfo();
  }
}
