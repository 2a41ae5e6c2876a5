/** Instances, their types and how much may be attached to them. */
@NullMarked
package example.ebs.emulator.instance;

import org.jspecify.annotations.NullMarked;
