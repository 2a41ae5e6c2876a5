@NullMarked
package example.ebs.provisioner.capacity;

import org.jspecify.annotations.NullMarked;
