package gen
import ("testing";"fmt";"os";"strconv")
func TestPrint(t *testing.T){ s,err:=strconv.Atoi(os.Getenv("SEED")); if err!=nil{t.Skip()}; fmt.Println(FromSeed(uint64(s)).HLPSL()) }
