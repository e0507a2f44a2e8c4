/** What an operator sees: exit codes, messages, signals, full disks. */
package io.vivarium.acceptance.operation;
