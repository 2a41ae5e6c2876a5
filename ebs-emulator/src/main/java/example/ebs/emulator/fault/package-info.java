/** Failures that tests ask for. */
@NullMarked
package example.ebs.emulator.fault;

import org.jspecify.annotations.NullMarked;
