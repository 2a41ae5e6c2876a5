@NullMarked
package example.ebs.provisioner.loop;

import org.jspecify.annotations.NullMarked;
