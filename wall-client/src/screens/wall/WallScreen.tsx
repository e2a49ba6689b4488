export default function WallScreen() {
  return null;
}
