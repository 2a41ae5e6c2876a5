/** The only place that starts a process. */
@NullMarked
package example.ebs.emulator.process;

import org.jspecify.annotations.NullMarked;
