/** The EC2 endpoint that an embedder starts and stops. */
@NullMarked
package example.ebs.emulator;

import org.jspecify.annotations.NullMarked;
