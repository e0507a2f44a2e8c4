/** ZooKeeper's own tools: what they accept, and the shapes of what they print. */
@NullMarked
package io.vivarium.tools.apache;

import org.jspecify.annotations.NullMarked;
