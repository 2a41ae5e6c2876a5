@NullMarked
package example.ebs.provisioner.event;

import org.jspecify.annotations.NullMarked;
