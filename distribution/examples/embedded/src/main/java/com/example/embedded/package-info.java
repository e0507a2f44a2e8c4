/** An application that has a server of its own inside. */
@NullMarked
package com.example.embedded;

import org.jspecify.annotations.NullMarked;
