/**
 * MBeans by the names of ZooKeeper, for agents that read JMX. Start reading at {@code JmxEndpoint}, then {@code BeanTree}, which says
 * which beans there are; every value is the answer of an admin command.
 */
@NullMarked
package io.vivarium.admin.jmx;

import org.jspecify.annotations.NullMarked;
