/** The EC2 Query protocol: parameters in, XML out, failures with their codes. */
@NullMarked
package example.ebs.emulator.wire;

import org.jspecify.annotations.NullMarked;
