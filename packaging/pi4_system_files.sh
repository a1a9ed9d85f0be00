#!/bin/sh
# pi4_system_files.sh DIR - write what the kernel of a Raspberry Pi 4 tells about its processor: DIR/cpuinfo (/proc/cpuinfo) and
# DIR/sys (the part of /sys that libraries read).
#
# Emulation runs arm64 programs, but /proc and /sys stay those of the machine around it: cpuinfo, with which ONNX Runtime and
# torch choose their kernels, finds an amd64 machine there and gives up or crashes.
set -eu
directory=$1
cpus="0 1 2 3"

mkdir -p "$directory/sys/devices/system/cpu"
for cpu in $cpus; do
    printf 'processor\t: %s\nBogoMIPS\t: 108.00\nFeatures\t: fp asimd evtstrm crc32 cpuid\n' "$cpu"
    printf 'CPU implementer\t: 0x41\nCPU architecture: 8\nCPU variant\t: 0x0\nCPU part\t: 0xd08\nCPU revision\t: 3\n\n'
done >"$directory/cpuinfo"
printf 'Revision\t: c03114\nModel\t\t: Raspberry Pi 4 Model B Rev 1.4\n' >>"$directory/cpuinfo"

all="$directory/sys/devices/system/cpu"
for list in possible present online; do echo 0-3 >"$all/$list"; done
for cpu in $cpus; do
    one="$all/cpu$cpu"
    mkdir -p "$one/topology" "$one/cpufreq" "$one/regs/identification"
    echo 0 >"$one/topology/physical_package_id"
    echo "$cpu" >"$one/topology/core_id"
    echo 0-3 >"$one/topology/core_siblings_list"
    echo "$cpu" >"$one/topology/thread_siblings_list"
    echo 600000 >"$one/cpufreq/cpuinfo_min_freq"
    echo 1800000 >"$one/cpufreq/cpuinfo_max_freq"
    echo 0x00000000410fd083 >"$one/regs/identification/midr_el1"
done
