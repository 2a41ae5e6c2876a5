/** One class for each EC2 action, and the region they act on. */
@NullMarked
package example.ebs.emulator.action;

import org.jspecify.annotations.NullMarked;
