/** Which place has room for which class, told to the scheduler. */
@NullMarked
package example.ebs.provisioner.capacity;

import org.jspecify.annotations.NullMarked;
