"""The appliance as its owner meets it: packages installed by apt on a booted Debian 12, looked at from outside."""
