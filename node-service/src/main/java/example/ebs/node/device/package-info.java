/** Which device of this machine is which EBS volume, and the proof of it. */
@NullMarked
package example.ebs.node.device;

import org.jspecify.annotations.NullMarked;
