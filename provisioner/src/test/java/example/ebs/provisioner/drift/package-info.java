@NullMarked
package example.ebs.provisioner.drift;

import org.jspecify.annotations.NullMarked;
