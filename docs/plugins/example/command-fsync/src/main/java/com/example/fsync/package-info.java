/** An admin command that measures how long the disk takes to make bytes durable. */
@NullMarked
package com.example.fsync;

import org.jspecify.annotations.NullMarked;
